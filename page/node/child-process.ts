/** There is no git in a page. The core gets the same error as on a machine without git. */
export function spawnSync(): { readonly error: Error } {
  return { error: Object.assign(new Error("a page runs nothing"), { code: "ENOENT" }) };
}
