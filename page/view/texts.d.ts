// What the bundler gives as text.
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
