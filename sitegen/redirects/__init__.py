"""Every address that something once had -> what a host reads to lead on from there."""
