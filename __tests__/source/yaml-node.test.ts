import { parseYaml } from "../../src/source/yaml-node.js";

const faultsOf = (text: string) => parseYaml({ path: "a.yaml", text }).errors.map(({ message }) => message);

test.each(["a: 'it''", "a: '", "a: '''''''", 'a: "it\\"', 'a: "it\\\\\\"', 'a: "'])(
  "a text in quotes that the file ends in: %s",
  (text) => {
    expect(faultsOf(text)).toHaveLength(1);
  },
);

test.each(["a: 'it'''", "a: ''", "a: ''''", 'a: "it\\\\"', 'a: "it\\""', 'a: ""', "a: it''", 'a: it\\"'])(
  "a text that is whole: %s",
  (text) => {
    expect(faultsOf(text)).toEqual([]);
  },
);
