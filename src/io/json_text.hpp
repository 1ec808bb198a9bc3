#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace optaxx::io {

/// JSON of null, strings, lists and objects: all that a structure is made of.
struct json_node {
  enum class kind : std::uint8_t { null, text, list, object };

  kind type = kind::null;
  std::string name;  ///< In an object.
  std::string text;
  std::vector<json_node> items;

  /// The member of an object, or null.
  const json_node* find(std::string_view name) const;
};

/// Throws format_error for other JSON, for a name that is twice in an object, and for more depth or
/// more nodes than anybody writes.
json_node parse_json(std::string_view text);

/// A string in quotes. Throws std::invalid_argument, "... is not UTF-8", for what is none.
std::string json_string(std::string_view text);

/// At most 200 characters of it, for a message.
std::string shortened(std::string_view text);

}  // namespace optaxx::io
