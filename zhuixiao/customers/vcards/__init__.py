"""Electronic business cards (vCard 2.1, 3.0, 4.0), in and out."""
