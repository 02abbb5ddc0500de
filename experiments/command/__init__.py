"""The command line: settings, the job that is asked for, help, tables and words in the terminal."""
