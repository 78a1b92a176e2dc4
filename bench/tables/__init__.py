"""Tables in PDFs, measured: pages with known grids, read by Seriatim and by other tools."""
