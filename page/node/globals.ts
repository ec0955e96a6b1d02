/** What Node has without an import. */
export { Buffer } from "./buffer.js";
export { process } from "./process.js";
