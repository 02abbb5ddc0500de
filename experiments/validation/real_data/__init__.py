"""Real data beside the market: how far apart are the two, with intervals. The data lie in a folder of the user's."""
