"""Field sales: visits, photos, positions and tracks, attendance, leave; on the phone first."""
