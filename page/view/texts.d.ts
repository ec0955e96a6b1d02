// What the bundler gives as text, and what the build has made.
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

/** Of `boot.ts`: the first worker has been started by then. */
declare var startWorker: () => Worker;

/** As far as the page needs it: https://www.w3.org/TR/trusted-types/ */
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
