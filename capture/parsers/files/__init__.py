"""Files of rows, each kind in a module; ``capture.parsers.table.open_table`` finds which a file is."""
