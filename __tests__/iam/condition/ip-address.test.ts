import { addressInRange } from "../../../src/iam/condition/ip-address.js";

test.each([
  ["the highest byte", "10.0.0.255", "10.0.0.255", true],
  ["no byte but a sign and a digit", "10.0.0.-1", "10.0.0.-1", false],
  ["a byte in hexadecimal", "10.0.0.0x1", "10.0.0.1", false],
  ["a prefix that is empty", "11.1.2.3", "10.0.0.0/", false],
  ["a prefix below zero", "11.1.2.3", "10.0.0.0/-8", false],
  ["a prefix that is no whole number", "10.1.2.3", "10.0.0.0/8.0", false],
  ["a prefix longer than an IPv4 address", "10.1.2.3", "10.1.2.3/33", false],
  ["a prefix longer than an IPv6 address", "2001:db8::1", "2001:db8::1/129", false],
  ["two colons for a single group", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", true],
  ["two colons for no group", "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7:8", false],
  ["two colons three times", "1:2:3:4:5:6:7:8::1::2", "1:2:3:4:5:6:7:8", false],
  ["an IPv4 address at the end of an IPv6 address", "::ffff:10.1.2.3", "::ffff:a01:203", true],
  ["an IPv4 address at the beginning of one", "1.2.3.4:1:2:3:4:5:6", "102:304:1:2:3:4:5:6", false],
])("%s: %s in %s is %s", (_name, address, range, lies) => {
  expect(addressInRange(address, range)).toBe(lies);
});
