"""What location apps send, read into points: nothing here touches the database.

The formats are those of OwnTracks (HTTP), Traccar Client (JSON since version 9, OsmAnd before),
Overland and GPSLogger, as their documents and Traccar's decoders describe them.
"""
