"""Files that people bring: spreadsheets and GeoJSON, row by row, with a report."""
