/**
 * Commands that share code with `check`. They are loaded together because a bundler copies code shared by two small
 * chunks into both, which cost 16 kB here.
 */
export { baselineCommand } from "./baseline-command.js";
export { fixCommand } from "./fix-command.js";
export { policyCommand } from "./policy-command.js";
