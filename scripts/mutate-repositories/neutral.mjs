/** Styles of writing the same content. No verdict may depend on the style. */
export const neutralStyles = {
  "the other order": { reversed: true },
  "no whitespace": { indent: 0 },
  tabs: { indent: "\t" },
  "carriage returns": { newline: "\r\n" },
  "comments and empty lines": { comments: true },
  "lower case": { spelling: "lower" },
  "upper case": { spelling: "upper" },
  lists: { scalar: false },
  scalars: { scalar: true },
};
