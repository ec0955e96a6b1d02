/** The pseudo parameters in a text that was put together, as a template writes them: `${AWS::Region}`, not `${Ref AWS::Region}`. */
export function asTemplatesWrite(text: string): string {
  return text.replaceAll("${Ref AWS::", "${AWS::");
}
