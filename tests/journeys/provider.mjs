// A real identity provider for the journeys: made-up staff, claims as Inera's identity provider names them.
// node provider.mjs PORT BRYGGA SECRET PEOPLE.json   (BRYGGA is the site's address; people: name -> claims)
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const [port, brygga, secret, people] = process.argv.slice(2);
const staff = JSON.parse(readFileSync(people));
const names = ["employeeHsaId", "commissionHsaId", "healthCareUnitHsaId", "commissionRight"];
const issuer = `http://localhost:${port}`;
// Somebody is the same whatever commission they choose: who "boris-on-the-ward" is stands before the first hyphen.
const chosen = new Map();

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "brygga",
      client_secret: secret,
      redirect_uris: [`${brygga}/sign-in/provider/provider/back`],
      post_logout_redirect_uris: [`${brygga}/sign-in`],
      backchannel_logout_uri: `${brygga}/sign-out/back-channel`,
      backchannel_logout_session_required: true,
    },
  ],
  claims: { openid: ["sub", "sid", ...names] },
  conformIdTokenClaims: false,
  cookies: { keys: ["only for tests"] },
  features: {
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><title>Ut</title>${form}<button form="op.logoutForm" name="logout" value="yes">Logga ut</button>`;
      },
    },
  },
  pkce: { required: () => true },
  // The provider's own guard against addresses of this machine would keep it from telling the site under test.
  fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...staff[chosen.get(id)] }) }),
  interactions: { url: (ctx, interaction) => `/who/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope("openid");
    grant.addOIDCClaims(names);
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/who/")) return next();
  const name = ctx.query.name;
  if (name) {
    const [accountId] = name.split("-");
    chosen.set(accountId, name);
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId } });
  }
  const links = Object.keys(staff).map((one) => `<li><a href="${ctx.path}?name=${one}">${one}</a></li>`);
  ctx.body = `<!doctype html><title>Vem?</title><ul>${links.join("")}</ul>`;
});
provider.on("backchannel.error", (ctx, error) => console.error("backchannel", error));
provider.listen(port, () => console.log("ready"));
