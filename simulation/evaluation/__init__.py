"""What a brand could conclude, held against the truth: dashboards, creator ranks, field tests."""
