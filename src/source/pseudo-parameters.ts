/** Writes pseudo parameters as templates do: `${AWS::Region}` instead of `${Ref AWS::Region}`. */
export function toTemplateSyntax(text: string): string {
  return text.replaceAll("${Ref AWS::", "${AWS::");
}
