/**
 * The journal's list and read as an Express app has them: the peer that the API is compared with.
 *
 * It does the same work on the same table: verifies the token (HS256, the same claims), checks the
 * account and the log-in by one BatchGetItem, reads by one Query or GetItem, opens the sealed words
 * with the client's data key (kept in memory from the start), and answers with the same JSON. The
 * SDK keeps its connections alive, as it does by default; NODE_ENV is `production`.
 */

import cluster from "node:cluster";
import { Agent } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import express from "express";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { Cursors, Opener } from "./sealing.mjs";

const { PORT, WORKERS, TABLE_NAME, DYNAMODB_ENDPOINT, JWT_SECRET, BENCH_KEYS } = process.env;
const CONNECTIONS = 64;

const PageQuery = z.strictObject({
  limit: z.string().regex(/^[0-9]{1,9}$/).transform(Number).pipe(z.number().min(1).max(100))
    .default(20),
  cursor: z.string().min(1).max(4096).optional(),
});

function main() {
  if (cluster.isPrimary) {
    for (let n = 0; n < Number(WORKERS); n += 1) cluster.fork();
    const stop = () => process.exit(0); // the workers go with it
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  } else {
    serve();
  }
}

function serve() {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const client = new DynamoDBClient({
    region: "eu-central-1",
    endpoint: DYNAMODB_ENDPOINT,
    requestHandler: { httpAgent },
  });
  const table = DynamoDBDocumentClient.from(client);
  const opener = new Opener(TABLE_NAME, BENCH_KEYS);
  const cursors = new Cursors(JWT_SECRET);

  const app = express();
  app.set("etag", false); // it would hash every body
  app.disable("x-powered-by");
  app.get("/health", (_, response) => response.json({ status: "ok" }));
  app.use(authenticated(table));

  app.get("/journals/:clientId", async (request, response) => {
    const { clientId } = request.params;
    const query = PageQuery.safeParse(request.query);
    if (!query.success) return response.status(422).json({ errors: query.error.issues });
    if (!isOwn(request.account, clientId)) return response.sendStatus(404);
    const { limit, cursor } = query.data;
    const PK = `CLIENT#${clientId}`;
    const found = await table.send(new QueryCommand({
      TableName: TABLE_NAME,
      KeyConditionExpression: "PK = :p AND begins_with(SK, :s)",
      ExpressionAttributeValues: { ":p": PK, ":s": "JOURNAL#" },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ExclusiveStartKey: cursor && { PK, SK: cursors.open(cursor, clientId) },
    }));
    const last = found.LastEvaluatedKey;
    return response.json({
      items: found.Items.map((item) => shown(item, opener)),
      nextCursor: last ? cursors.seal(last.SK, clientId) : null,
    });
  });

  app.get("/journals/:clientId/:entryId", async (request, response) => {
    const { clientId, entryId } = request.params;
    if (!isOwn(request.account, clientId)) return response.sendStatus(404);
    const { Item } = await table.send(new GetCommand({
      TableName: TABLE_NAME,
      Key: { PK: `CLIENT#${clientId}`, SK: `JOURNAL#${entryId}` },
      ConsistentRead: true,
    }));
    if (!Item) return response.sendStatus(404);
    return response.set("ETag", `"${Item.version}"`).json(shown(Item, opener));
  });

  app.listen(Number(PORT), "127.0.0.1");
}

/** Return the middleware that lets in whoever has a good token and an open log-in. */
function authenticated(table) {
  return async (request, response, next) => {
    const claims = claimsOf(request.get("authorization") ?? "");
    if (!claims) return response.sendStatus(401);
    const PK = `ACCOUNT#${claims.sub}`;
    const keys = [{ PK, SK: "ACCOUNT" }, { PK, SK: `LOGIN#${claims.sid}` }];
    const found = await table.send(new BatchGetCommand({
      RequestItems: { [TABLE_NAME]: { Keys: keys, ConsistentRead: true } },
    }));
    const items = found.Responses[TABLE_NAME];
    const account = items.find((item) => item.type === "account");
    const login = items.find((item) => item.type === "login");
    if (!account || !login || !isOpen(account, login)) return response.sendStatus(401);
    request.account = account;
    return next();
  };
}

function claimsOf(header) {
  const [scheme, token] = header.split(" ");
  if (scheme.toLowerCase() !== "bearer" || !token) return null;
  try {
    const claims = jwt.verify(token, JWT_SECRET, { algorithms: ["HS256"] });
    const good = claims.type === "access" && claims.exp && claims.sub;
    return good && typeof claims.sid === "string" ? claims : null;
  } catch {
    return null;
  }
}

function isOpen(account, login) {
  const open = login.expires_at > Date.now() / 1000;
  return login.passwords === account.passwords && open && !account.demo;
}

function isOwn(account, clientId) {
  return account.role === "client" && account.profile_id === clientId;
}

/** Return an entry as it is shown, its feeling and its words opened. */
function shown(item, opener) {
  return {
    clientId: item.client_id,
    entryId: item.entry_id,
    feltAt: new Date(item.felt_at).toISOString(),
    feltOn: item.felt_on,
    timezone: item.timezone,
    writtenAt: new Date(item.written_at).toISOString(),
    feeling: opener.open(item, "feeling"),
    family: item.family ?? null,
    intensity: item.intensity,
    words: opener.open(item, "words"),
    private: item.private,
    vocabularyVersion: item.vocabulary_version,
    version: item.version,
    updatedAt: item.updated_at ? new Date(item.updated_at).toISOString() : null,
  };
}

main();
