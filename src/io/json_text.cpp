#include "io/json_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "optaxx/core/errors.hpp"

namespace optaxx::io {
namespace {

using json = nlohmann::json;

constexpr std::size_t most_nested = 1000;
constexpr std::size_t most_nodes = std::size_t{1} << 22;

class node_builder final : public nlohmann::json_sax<json> {
 public:
  json_node root;

  bool null() override { return add({}); }
  bool string(std::string& text) override {
    return add({json_node::kind::text, {}, std::move(text), {}});
  }
  bool key(std::string& k) override {
    name_ = std::move(k);
    return true;
  }
  bool start_object(std::size_t) override { return open(json_node::kind::object); }
  bool start_array(std::size_t) override { return open(json_node::kind::list); }
  bool end_object() override {
    std::vector<std::string_view> names;
    for (const json_node& item : open_.back()->items) names.push_back(item.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) throw format_error("has " + shortened(*twice) + " twice");
    return end_array();
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }

  bool boolean(bool) override { return unexpected("a bool"); }
  bool number_integer(std::int64_t) override { return unexpected("a number"); }
  bool number_unsigned(std::uint64_t) override { return unexpected("a number"); }
  bool number_float(double, const std::string&) override { return unexpected("a number"); }
  bool binary(json::binary_t&) override { return unexpected("binary data"); }
  bool parse_error(std::size_t, const std::string&, const json::exception& e) override {
    throw format_error("has bad JSON: " + shortened(e.what()));
  }

 private:
  static bool unexpected(const char* what) { throw format_error(std::string("has ") + what); }

  bool add(json_node node) {
    if (++nodes_ > most_nodes) throw format_error("has more than four million nodes");
    if (open_.empty()) {
      root = std::move(node);
      return true;
    }
    node.name = std::exchange(name_, {});
    open_.back()->items.push_back(std::move(node));
    return true;
  }

  // Pointers stay valid: a container's siblings are added only when it is closed.
  bool open(json_node::kind type) {
    if (open_.size() == most_nested) throw format_error("is too deep");
    add({type, {}, {}, {}});
    open_.push_back(open_.empty() ? &root : &open_.back()->items.back());
    return true;
  }

  std::vector<json_node*> open_;
  std::string name_;
  std::size_t nodes_ = 0;
};

}  // namespace

const json_node* json_node::find(std::string_view wanted) const {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const json_node& item) { return item.name == wanted; });
  return type == kind::object && found != items.end() ? &*found : nullptr;
}

json_node parse_json(std::string_view text) {
  node_builder builder;
  json::sax_parse(text, &builder);
  return std::move(builder.root);
}

std::string json_string(std::string_view text) {
  try {
    return json(text).dump();
  } catch (const json::type_error&) {
    throw std::invalid_argument(
        "'" + json(text).dump(-1, ' ', true, json::error_handler_t::replace) + "' is not UTF-8");
  }
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 200;
  return text.size() <= most ? std::string(text) : std::string(text.substr(0, most)) + "...";
}

}  // namespace optaxx::io
