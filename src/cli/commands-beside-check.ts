/**
 * The commands that need what `check` needs, or print what it prints. They are loaded together: a bundler writes what two chunks share into
 * both, unless it is large, and here that was 16 kB.
 */
export { baselineCommand } from "./baseline-command.js";
export { fixCommand } from "./fix-command.js";
export { policyCommand } from "./policy-command.js";
