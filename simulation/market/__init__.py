"""What brands and the market do between people's days: plans, contracts, media, conversation, crises."""
