import { createServer } from "node:http";

export const ACCOUNT = "123456789012";

/** What AWS says to those who ask who they are. */
const ANSWERS = {
  GetCallerIdentity: `<Arn>arn:aws:iam::${ACCOUNT}:user/engineer</Arn><UserId>AIDAEXAMPLE</UserId><Account>${ACCOUNT}</Account>`,
  AssumeRole: `<Credentials><AccessKeyId>none</AccessKeyId><SecretAccessKey>none</SecretAccessKey><SessionToken>none</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
};

/** An endpoint of AWS on loopback, for what a plan asks of it. `environment` is that of a terraform which is to use it. */
export async function loopbackAws() {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const action = new URLSearchParams(Buffer.concat(chunks).toString()).get("Action");
      const answer = ANSWERS[action];
      if (answer === undefined) {
        response.statusCode = 400;
        response.end(
          `<ErrorResponse><Error><Code>AccessDenied</Code><Message>no ${action} here</Message></Error></ErrorResponse>`,
        );
      } else response.end(`<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return { environment, close: () => server.close() };
}
