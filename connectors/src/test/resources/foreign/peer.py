"""A fermenter of another maker: an OPC UA server by asyncua, with its own namespace, node ids, types and units.

Usage: biopilot-foreign-peer PORT DIRECTORY
Prints "ready" when it listens, and one line for each value that a client wrote: "wrote NODE VALUE TYPE".
User operator, password fermenter-9; Basic256Sha256, signed and encrypted; no anonymous users.
"""

import asyncio
import logging
import sys
from pathlib import Path

from asyncua import Server, ua, uamethod
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.server.user_managers import UserManager
from asyncua.server.users import User, UserRole
from cryptography.x509.oid import ExtendedKeyUsageOID

URI = "urn:acme:fermenter"


class OneOperator(UserManager):
    def get_user(self, iserver, username=None, password=None, certificate=None):
        if username == "operator" and password == "fermenter-9":
            return User(role=UserRole.Admin, name=username)  # asyncua lets plain users only read
        return None


@uamethod
def start_batch(parent, number):
    print(f"started {number}", flush=True)


async def serve(port, directory):
    key, certificate = directory / "peer.pem", directory / "peer.der"
    await setup_self_signed_certificate(
        key, certificate, URI, "127.0.0.1", [ExtendedKeyUsageOID.SERVER_AUTH], {"commonName": "ACME fermenter"}
    )
    server = Server(user_manager=OneOperator())
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/acme")
    await server.set_application_uri(URI)
    server.set_security_policy([ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt])
    server.set_security_IDs(["Username"])
    await server.load_certificate(str(certificate))
    await server.load_private_key(str(key))

    # Two foreign namespaces first, so that ours has another index than in any other server.
    await server.register_namespace("urn:acme:library")
    await server.register_namespace("urn:acme:recipes")
    ns = await server.register_namespace(URI)
    unit = await server.nodes.objects.add_object(ua.NodeId(3000, ns), "Fermenter 7")

    async def variable(identifier, name, value, kind, writable=False):
        node = await unit.add_variable(ua.NodeId(identifier, ns), name, ua.Variant(value, kind))
        if writable:
            await node.set_writable()
        return node

    oxygen = await variable(1001, "pO2", 87.5, ua.VariantType.Float)
    await variable(1002, "Weight", 1.25, ua.VariantType.Double)
    biomass = await variable(1003, "Cell mass", 0.5, ua.VariantType.Float)
    pump = await variable("Pump.PV", "Feed pump, actual", 0.0, ua.VariantType.Float)
    written = [
        await variable("Pump.SP", "Feed pump", 0.0, ua.VariantType.Float, writable=True),
        await variable(2001, "Stirrer", 300, ua.VariantType.Int16, writable=True),
        await variable(2002, "Alive", 0, ua.VariantType.UInt16, writable=True),
        await variable(2003, "Gas", 60.0, ua.VariantType.Double, writable=True),
    ]
    number = ua.Argument(Name="number", DataType=ua.NodeId(ua.ObjectIds.UInt32))
    await unit.add_method(ua.NodeId(3001, ns), "StartBatch", start_batch, [number], [])

    async with server:
        print("ready", flush=True)
        before = [await node.read_data_value() for node in written]
        tick = 0
        while True:
            await asyncio.sleep(0.1)
            tick += 1
            await oxygen.write_value(ua.Variant(87.5 - 0.01 * tick, ua.VariantType.Float))
            await biomass.write_value(ua.Variant(0.5 + 1e-5 * tick, ua.VariantType.Float))
            await pump.write_value(ua.Variant(await written[0].read_value(), ua.VariantType.Float))
            for i, node in enumerate(written):
                now = await node.read_data_value()
                if now.Value.Value != before[i].Value.Value:
                    print(f"wrote {node.nodeid.Identifier} {now.Value.Value} {now.Value.VariantType.name}", flush=True)
                    before[i] = now


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
