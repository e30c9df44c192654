#pragma once
// One server's entry in one client's list: text in, text out. No file, no network.

#include "install/clients.hpp"
#include "install/text_edit.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace install {

namespace json = boost::json;

/// What a client shall start.
struct server {
    std::string name = "dashscope";
    std::string command;                 // absolute
    std::vector<std::string> arguments;  // never a secret: they can be seen by every local user
    bool key_is_stored = false;          // the server finds its key itself: nothing has to be handed on
};

/// The client's file with the server in it. What an entry of this name had beside what we set stays: a key that was
/// typed in, too. Throws edit_error.
std::string add_server(client const& where, server const& what, std::string const& text);

/// The file without it; the same text when it isn't there. Throws edit_error.
std::string remove_server(client const& where, std::string const& name, std::string const& text);

/// Whether the client's file has it. Throws edit_error.
bool has_server(client const& where, std::string const& name, std::string const& text);

/// The program that an entry of this name starts; empty when it is not there, or starts none.
std::string command_of(client const& where, std::string const& name, std::string const& text);

/// A whole file that has nothing but this server, for pasting.
std::string snippet(client const& where, server const& what);

/// A link that adds the server when it is opened; empty for clients that have none.
std::string link(client const& where, server const& what);

/// The line for a shell that does the same by the client's own command; empty for clients that have none.
std::string own_command(client const& where, server const& what);

}  // namespace install
