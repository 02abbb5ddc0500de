"""What a graph is like: degrees, clustering, path lengths, communities, beside published graphs."""
