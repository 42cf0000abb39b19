"""Write the brief: one page for whoever decides, the decision first."""
