"""What people meet: the command line, the terminal views and the page. Thin: parse, call, render."""
