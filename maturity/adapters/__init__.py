"""The rim: the only place that talks to git, processes and other machines."""
