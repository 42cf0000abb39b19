"""Write the report: findings first, charts with the tables behind them, and a method note of what happened."""
