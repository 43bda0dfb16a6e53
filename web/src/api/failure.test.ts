import { Failure, failureFrom, failureOf, UNKNOWN } from './failure';

const answer = (status: number, headers: HeadersInit = {}) =>
  new Response(null, { status, headers });

test('a problem names the fields that are wrong', () => {
  const errors = [
    { pointer: '/email', detail: 'no address' },
    { pointer: '/expertise/0', detail: 'too long' },
    { parameter: 'from', detail: 'no day' },
  ];
  const failure = failureFrom(answer(422), { code: 'input.invalid', errors });
  expect(failure.fields).toEqual({
    email: 'no address',
    'expertise.0': 'too long',
    from: 'no day',
  });
});

test('an answer that is no problem document is still a failure', () => {
  expect(failureFrom(answer(502), '<html>')).toMatchObject({ code: UNKNOWN, passes: true });
  expect(failureOf(new TypeError('x'))).toMatchObject({ code: UNKNOWN, passes: false });
});

test('a limit says how long to wait', () => {
  const failure = failureFrom(answer(429, { 'Retry-After': '7' }), {
    code: 'limits.too_many_requests',
  });
  expect(failure).toMatchObject({ retryAfter: 7, passes: true });
});

test('a version that is no longer the present one is a conflict', () => {
  expect(new Failure('state.version_mismatch', 412).isConflict).toBe(true);
});
