// Requests to the page's own server. A refusal is an Error whose message can be
// shown to people.

async function read(response) {
  let body = {};
  try { body = await response.json(); } catch { /* not JSON: a refusal by the guard */ }
  if (!response.ok) throw new Error(body.error || '请求被拒绝，请刷新页面');
  return body;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('连不上沙盒，请确认程序还在运行');
  }
  return read(response);
}

export const get = (path, query = {}) => ask(`/api/${path}?${new URLSearchParams(query)}`);

export const post = (path, body) => ask(`/api/${path}`, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});

export const upload = (path, form) => ask(`/api/${path}`, { method: 'POST', body: form });
