"""How an answer is shown and handed over: page, terminal, workbook, slide, tables."""
