import { leaveBehind } from './state';
import { bearer, renewed } from './tokens';
import { send } from './transport';

/** Ask as whoever is logged in; renew the token once where it isn't taken. */
export async function authorised(request: Request): Promise<Response> {
  const token = await bearer();
  if (!token) return ended(request);
  const response = await send(bearing(request.clone(), token));
  if (response.status !== 401) return response;
  const next = await renewed(token);
  if (!next) return ended(request, response);
  return send(bearing(request, next));
}

/** The log-in is over: say so, and let the API say it to the caller. */
async function ended(request: Request, response?: Response): Promise<Response> {
  leaveBehind('expired');
  return response ?? send(request);
}

function bearing(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
