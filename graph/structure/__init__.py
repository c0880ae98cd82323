"""How a network is built: brokers, positions, groups, communities, backbone."""
