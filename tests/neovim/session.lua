-- What run.sh has Neovim do. Ends with status 0 if all of it worked.

local function fail(message)
  io.stdout:write("FAILED: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function say(message)
  io.stdout:write(message .. "\n")
end

local function wait(what, done)
  if not vim.wait(60000, done, 20) then
    fail("waited in vain for " .. what)
  end
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") .. "\n"
end

local function session()
  local buffer = vim.api.nvim_get_current_buf()
  local folder = vim.fn.expand("%:p:h")
  vim.bo[buffer].filetype = "dockerfile"
  local start = vim.lsp.start_client or vim.lsp.start
  local id = start({ name = "lotse", cmd = { vim.env.PROGRAM, "server" }, root_dir = folder })
  vim.lsp.buf_attach_client(buffer, id)
  local client = vim.lsp.get_client_by_id(id)

  local function ask(method, params)
    local replies = vim.lsp.buf_request_sync(buffer, method, params, 60000)
    local reply = replies and replies[id]
    if not reply or reply.err or reply.error then
      fail(method .. ": " .. vim.inspect(reply))
    end
    return reply.result
  end

  local document = { uri = vim.uri_from_bufnr(buffer) }
  wait("findings", function() return #vim.diagnostic.get(buffer) > 0 end)
  say("findings:")
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    local code = found.code or found.user_data.lsp.code
    say(("  %d:%d %s: %s"):format(found.lnum + 1, found.col + 1, code, found.message))
  end
  local before = #vim.diagnostic.get(buffer)

  local range = { start = { line = 0, character = 0 }, ["end"] = { line = 0, character = 0 } }
  local context = { diagnostics = {}, only = { "source.fixAll" } }
  local actions = ask("textDocument/codeAction", { textDocument = document, range = range, context = context })
  if #actions ~= 1 then
    fail("expected one action, got " .. vim.inspect(actions))
  end
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  wait("fewer findings", function() return #vim.diagnostic.get(buffer) < before end)
  if not text(buffer):find("\nLABEL ") then
    fail("expected a label in\n" .. text(buffer))
  end
  say("after " .. actions[1].title .. ":\n" .. text(buffer))

  local options = { tabSize = 4, insertSpaces = true }
  local edits = ask("textDocument/formatting", { textDocument = document, options = options })
  vim.lsp.util.apply_text_edits(edits or {}, buffer, client.offset_encoding)
  if text(buffer):find("&& \\\n") then
    fail("expected another layout than\n" .. text(buffer))
  end
  say("laid out:\n" .. text(buffer))

  local position = { line = 1, character = 2 }
  local hover = ask("textDocument/hover", { textDocument = document, position = position })
  say("hover: " .. vim.split(hover.contents.value, "\n")[1])

  client.stop()
  wait("the end", function() return client.is_stopped() end)
  say("done")
  vim.cmd("qall!")
end

vim.defer_fn(function()
  local worked, message = pcall(session)
  if not worked then
    fail(message)
  end
end, 0)
