/** There is no git: where the core asks for one, it is told so as a machine without it does. */
export function spawnSync(): { readonly error: Error } {
  return { error: Object.assign(new Error("a page runs nothing"), { code: "ENOENT" }) };
}
