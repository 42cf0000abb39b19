"""Write XLSForm workbooks that pyxform accepts and that our own reader takes back as they were."""
