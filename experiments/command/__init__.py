"""The command line: settings, the job that is asked for, help, plain data."""
