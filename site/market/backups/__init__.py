"""Backup of the database with the originals of media in one archive, and the way back.

`create` makes an archive, `restore` puts one in place; `sqlite` and `postgresql` do for one database each what differs.
The commands `backup` and `restore` are the doors.
"""
