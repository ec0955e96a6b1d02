import type { Node, ScalarNode } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { isWholeNumber } from "./decimal.js";
import { integerOf } from "./number-functions.js";
import type { TerraformFunction } from "./terraform-function.js";
import { digitsOf } from "./value-type.js";

/** A network: its first address, its prefix length in bits, and the total number of bits in an address. */
interface Network {
  readonly address: bigint;
  readonly bits: number;
  readonly width: 32 | 128;
}

/**
 * The network that a string describes. Returns "fails" for an invalid string, and null for an unknown network or an
 * IPv6 address that contains an IPv4 address.
 */
function networkOf(node: Node | undefined): Network | "fails" | null {
  if (node?.kind !== "scalar") return null;
  const [, text = "", length = ""] = /^([\da-fA-F.:]+)\/(\d+)$/.exec(String(node.value)) ?? [];
  const width = text.includes(":") ? 128 : 32;
  if (width === 128 && text.includes(".")) return null;
  const [digits, bits] = [width === 32 ? octets(text) : groups(text), Number(length)];
  if (digits === null || bits > width) return "fails";
  const address = BigInt(`0x${digits}`);
  const host = BigInt(width - bits);
  return { address: (address >> host) << host, bits, width };
}

/** An IPv4 address as hexadecimal digits. Terraform accepts leading zeros and still reads each number as decimal. */
function octets(text: string): string | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part) && Number(part) < 256)) return null;
  return parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
}

function groups(text: string): string | null {
  const [before = "", behind, ...others] = text.split("::");
  const parts = [before, behind ?? ""].map((half) => (half === "" ? [] : half.split(":")));
  const lacking = 8 - parts.flat().length;
  if (others.length > 0 || (behind === undefined ? lacking !== 0 : lacking < 1)) return null;
  const all = [...(parts[0] ?? []), ...Array<string>(lacking).fill("0"), ...(parts[1] ?? [])];
  return all.every((part) => /^[\da-fA-F]{1,4}$/.test(part)) ? all.map((part) => part.padStart(4, "0")).join("") : null;
}

/** Abbreviates the longest run of zeros; if there are several, the first one (https://www.rfc-editor.org/rfc/rfc5952#section-4). */
function textOf(address: bigint, width: 32 | 128): string | null {
  const digits = address.toString(16).padStart(width / 4, "0");
  const parts = digits.match(width === 32 ? /../g : /..../g) ?? [];
  const numbers = parts.map((part) => Number.parseInt(part, 16));
  if (width === 32) return numbers.join(".");
  // Go writes IPv4-mapped addresses as plain IPv4.
  if (address >> 32n === 0xffffn) return null;
  const text = numbers.map((number) => number.toString(16)).join(":");
  const rows = Array.from({ length: 7 }, (_, at) => new RegExp(`(?:^|:)0(?::0){${7 - at}}(?:$|:)`));
  const row = rows.find((one) => one.test(text));
  return row === undefined ? text : text.replace(row, "::");
}

function textNode(address: bigint, width: 32 | 128, end: string, place: Place): ScalarNode | null {
  const text = textOf(address, width);
  return text === null ? null : { kind: "scalar", place, value: text + end };
}

function bigOf(node: Node | undefined): bigint | "fails" | null {
  const digits = digitsOf(node);
  if (digits === null) return null;
  if (!isWholeNumber(digits)) return "fails";
  // Terraform keeps only the low bits of larger numbers.
  return digits.length < 19 ? BigInt(digits) : null;
}

const cidrhost: TerraformFunction = ([prefix, number], place) => {
  const [network, host] = [networkOf(prefix), bigOf(number)];
  if (network === "fails" || host === "fails") return "fails";
  if (network === null || host === null) return null;
  const size = 1n << BigInt(network.width - network.bits);
  const at = host < 0n ? size + host : host;
  return at < 0n || at >= size ? "fails" : textNode(network.address + at, network.width, "", place);
};

/** The netmask of a network. Accepts only IPv4. */
const cidrnetmask: TerraformFunction = ([prefix], place) => {
  const network = networkOf(prefix);
  if (network === null || network === "fails" || network.width === 128) return network && "fails";
  return textNode((1n << 32n) - (1n << BigInt(32 - network.bits)), 32, "", place);
};

const cidrsubnet: TerraformFunction = ([prefix, newBits, number], place) => {
  const [network, more, at] = [networkOf(prefix), integerOf(newBits), bigOf(number)];
  if (network === "fails" || at === "fails") return "fails";
  if (network === null || more === null || at === null) return null;
  const bits = network.bits + more;
  // Terraform also accepts negative numbers.
  if (more < 0 || at < 0n) return null;
  if (bits > network.width || at >> BigInt(more) > 0n) return "fails";
  return textNode(network.address + (at << BigInt(network.width - bits)), network.width, `/${bits}`, place);
};

/** Returns consecutive networks, each at the next address that is aligned to its size. */
const cidrsubnets: TerraformFunction = ([prefix, ...newBits], place) => {
  const network = networkOf(prefix);
  if (network === null || network === "fails") return network;
  const { address, width } = network;
  const items: Node[] = [];
  let next = address;
  for (const one of newBits) {
    const more = integerOf(one);
    if (more === null) return null;
    const bits = network.bits + more;
    // Terraform starts from the network before the first one, and no network precedes address zero.
    if (more < 1 || more > 32 || bits > width || address === 0n) return "fails";
    const size = 1n << BigInt(width - bits);
    next += (size - (next % size)) % size;
    const item = textNode(next, width, `/${bits}`, place);
    next += size;
    if (next > address + (1n << BigInt(width - network.bits))) return "fails";
    if (item === null) return null;
    items.push(item);
  }
  return { kind: "list", place, items, collection: "list", elements: "string" };
};

export const CIDR_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  cidrhost,
  cidrnetmask,
  cidrsubnet,
  cidrsubnets,
};
