"""Devices that a pack may set, by messages of declared form (MQTT), once its owner allowed it."""
