"""From files to numbers: tables, views, measures. Knows no command line, no HTML, no picture."""
