import type { Node } from "../../../source/node.js";
import { integerOf } from "./number-functions.js";
import type { TerraformFunction } from "./terraform-function.js";

/** A network of IPv4: its first address, and how many bits of it are fixed. */
interface Network {
  readonly address: number;
  readonly bits: number;
}

/** Null for what is not known, and for IPv6. */
function networkOf(node: Node | undefined): Network | "fails" | null {
  if (node?.kind !== "scalar") return null;
  if (typeof node.value !== "string" || !node.value.includes("/")) return "fails";
  if (node.value.includes(":")) return null;
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(node.value);
  const octets = found?.slice(1, 5) ?? [];
  const bits = Number(found?.[5]);
  // Octets with a zero in front are refused by newer versions of Go.
  if (found === null || bits > 32 || octets.some((octet) => Number(octet) > 255 || /^0\d/.test(octet))) return "fails";
  const address = octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { address: address - (address % 2 ** (32 - bits)), bits };
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

const cidrhost: TerraformFunction = ([prefix, number], place) => {
  const [network, host] = [networkOf(prefix), integerOf(number)];
  if (network === null || network === "fails") return network;
  if (host === null) return null;
  const size = 2 ** (32 - network.bits);
  const at = host < 0 ? size + host : host;
  return at < 0 || at >= size ? "fails" : { kind: "scalar", place, value: textOf(network.address + at) };
};

const cidrnetmask: TerraformFunction = ([prefix], place) => {
  const network = networkOf(prefix);
  if (network === null || network === "fails") return network;
  return { kind: "scalar", place, value: textOf(2 ** 32 - 2 ** (32 - network.bits)) };
};

const cidrsubnet: TerraformFunction = ([prefix, newBits, number], place) => {
  const [network, more, at] = [networkOf(prefix), integerOf(newBits), integerOf(number)];
  if (network === null || network === "fails") return network;
  if (more === null || at === null) return null;
  const bits = network.bits + more;
  if (more < 0 || bits > 32 || at < 0 || at >= 2 ** more) return "fails";
  return { kind: "scalar", place, value: `${textOf(network.address + at * 2 ** (32 - bits))}/${bits}` };
};

/** Networks one after the other, each at the next place that its size allows. */
const cidrsubnets: TerraformFunction = ([prefix, ...newBits], place) => {
  const network = networkOf(prefix);
  if (network === null || network === "fails") return network;
  const items: Node[] = [];
  let next = network.address;
  for (const one of newBits) {
    const more = integerOf(one);
    if (more === null) return null;
    const bits = network.bits + more;
    if (more < 1 || bits > 32) return "fails";
    const size = 2 ** (32 - bits);
    const address = Math.ceil(next / size) * size;
    if (address + size > network.address + 2 ** (32 - network.bits)) return "fails";
    items.push({ kind: "scalar", place, value: `${textOf(address)}/${bits}` });
    next = address + size;
  }
  return { kind: "list", place, items, collection: "list" };
};

/** Functions of networks. */
export const CIDR_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  cidrhost,
  cidrnetmask,
  cidrsubnet,
  cidrsubnets,
};
