// Modules that the bundler provides as text or that the build generates.
declare module "*.yaml" {
  const text: string;
  export default text;
}
declare module "*.tf" {
  const text: string;
  export default text;
}
declare module "*.tfvars" {
  const text: string;
  export default text;
}
declare module "page:offer" {
  export const tool: string;
  export const versions: readonly {
    readonly version: string;
    readonly title: string;
    readonly date: string;
    readonly kinds: readonly { readonly name: string; readonly description: string }[];
  }[];
}

/** Defined in `boot.ts`, which has already started the first worker. */
declare var startWorker: () => Worker;

/** Only what the page needs of https://www.w3.org/TR/trusted-types/ */
interface TrustedScriptURL {
  toString(): string;
}
declare const trustedTypes:
  | {
      createPolicy(
        name: string,
        rules: { createScriptURL(url: string): string },
      ): { createScriptURL(url: string): TrustedScriptURL };
    }
  | undefined;
