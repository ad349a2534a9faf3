"""One message to the broker that the installation names, and its acknowledgment."""

from django.conf import settings
from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from yuanqu.accounts.errors import Refused

# A person waits for it, with a page open.
PATIENCE_S = 5.0


def publish(topic: str, payload: str) -> None:
    """Send, and wait until the broker has it. Raises `Refused` where it cannot be told that it has.

    Quality of service 1: the broker may hand it on twice, so a binding sets a state and toggles
    nothing. Nothing is retained: a device that was away is not set by a message of yesterday.
    """
    broker = settings.MQTT_BROKER
    if not broker.host:
        raise Refused("assistant.no_broker")
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv311)
    client.connect_timeout = PATIENCE_S
    if broker.user:
        client.username_pw_set(broker.user, broker.password)
    if broker.tls:
        client.tls_set()
    try:
        client.connect(broker.host, broker.port, keepalive=30)
        client.loop_start()
        sent = client.publish(topic, payload, qos=1)
        sent.wait_for_publish(PATIENCE_S)
        arrived = sent.is_published()
    except (OSError, RuntimeError, ValueError):
        arrived = False
    finally:
        client.disconnect()
        client.loop_stop()
    if not arrived:
        raise Refused("assistant.device_unreachable")
