interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface AddressRange extends Address {
  readonly prefix: number;
}

/** Whether an address is in a range (CIDR, or a single address). IPv4 and IPv6 never match each other. */
export function addressInRange(value: string, range: string): boolean {
  const base = parseRange(range);
  const address = parseAddress(value);
  if (base === null || address === null || base.bits !== address.bits) return false;
  const rest = BigInt(base.bits - base.prefix);
  return base.value >> rest === address.value >> rest;
}

export function isAddressRange(text: string): boolean {
  return parseRange(text) !== null;
}

function parseRange(text: string): AddressRange | null {
  const slash = text.indexOf("/");
  const base = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (base === null) return null;
  const prefix = slash === -1 ? base.bits : parsePrefix(text.slice(slash + 1), base.bits);
  return prefix === null ? null : { ...base, prefix };
}

function parsePrefix(text: string, bits: number): number | null {
  if (!/^\d{1,3}$/.test(text)) return null;
  return Number(text) <= bits ? Number(text) : null;
}

function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  if (trimmed.includes(":")) {
    const value = parseV6(trimmed);
    return value === null ? null : { bits: 128, value };
  }
  const value = parseV4(trimmed);
  return value === null ? null : { bits: 32, value };
}

function parseV4(text: string): bigint | null {
  const parts = text.split(".", 5);
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | null {
  const halves = text.split("::", 3);
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? "");
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? "") : [];
  if (head === null || tail === null) return null;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const groups = [...head, ...new Array<bigint>(gap).fill(0n), ...tail];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/**
 * Splits a part of an IPv6 address into groups of 16 bits. The last group may be an IPv4 address, which counts as two. Returns null if the
 * text is invalid.
 */
function parseGroups(text: string): bigint[] | null {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":", 9);
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else {
      const v4 = index === parts.length - 1 ? parseV4(part) : null;
      if (v4 === null) return null;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    }
  }
  return groups;
}
