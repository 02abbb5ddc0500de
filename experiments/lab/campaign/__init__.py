"""Planning a campaign in the lab: a brand's folder or a form, up to four plans, the answer and its files."""
