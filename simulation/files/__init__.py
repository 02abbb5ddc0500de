"""Files: how results are written so that they are whole or not there, and what is not let in from files of others."""
