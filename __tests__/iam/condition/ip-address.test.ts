import { addressInRange } from "../../../src/iam/condition/ip-address.js";

test.each([
  ["the highest byte", "10.0.0.255", "10.0.0.255", true],
  ["a sign and a digit instead of a byte", "10.0.0.-1", "10.0.0.-1", false],
  ["a hexadecimal byte", "10.0.0.0x1", "10.0.0.1", false],
  ["an empty prefix", "11.1.2.3", "10.0.0.0/", false],
  ["a negative prefix", "11.1.2.3", "10.0.0.0/-8", false],
  ["a fractional prefix", "10.1.2.3", "10.0.0.0/8.0", false],
  ["a prefix that is too long for IPv4", "10.1.2.3", "10.1.2.3/33", false],
  ["a prefix that is too long for IPv6", "2001:db8::1", "2001:db8::1/129", false],
  ["two colons for a single group", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", true],
  ["two colons for no group", "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7:8", false],
  ["three double colons", "1:2:3:4:5:6:7:8::1::2", "1:2:3:4:5:6:7:8", false],
  ["an IPv4 address at the end of an IPv6 address", "::ffff:10.1.2.3", "::ffff:a01:203", true],
  ["an IPv4 address at the start of an IPv6 address", "1.2.3.4:1:2:3:4:5:6", "102:304:1:2:3:4:5:6", false],
])("%s: finds %s in %s: %s", (_name, address, range, lies) => {
  expect(addressInRange(address, range)).toBe(lies);
});
