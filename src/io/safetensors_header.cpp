#include "io/safetensors_header.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "io/json_text.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx::io {
namespace {

using json = nlohmann::json;

constexpr std::size_t most_axes = 64;

// Takes the header as the parser reads it, so that nothing but its contents is ever held.
class header_reader final : public nlohmann::json_sax<json> {
 public:
  safetensors_header result;

  bool start_object(std::size_t) override {
    switch (at_) {
      case place::start:
        at_ = place::header;
        break;
      case place::header:
        at_ = name_ == "__metadata__" ? place::metadata : place::entry;
        if (at_ == place::metadata && std::exchange(has_metadata_, true)) twice(name_);
        tag_.reset();
        shape_.reset();
        offsets_.reset();
        break;
      default:
        unexpected("an object");
    }
    return true;
  }

  bool end_object() override {
    if (at_ == place::entry) add_entry();
    at_ = at_ == place::header ? place::end : place::header;
    return true;
  }

  bool key(std::string& k) override {
    (at_ == place::header ? name_ : field_) = std::move(k);
    return true;
  }

  bool string(std::string& text) override {
    if (at_ == place::metadata) {
      if (!result.metadata.emplace(field_, std::move(text)).second) twice(field_);
    } else if (at_ == place::entry && field_ == "dtype") {
      if (tag_) twice(field_);
      tag_ = std::move(text);
    } else {
      unexpected("a string");
    }
    return true;
  }

  bool start_array(std::size_t) override {
    if (at_ != place::entry || (field_ != "shape" && field_ != "data_offsets"))
      unexpected("a list");
    auto& list = field_ == "shape" ? shape_ : offsets_;
    if (list) twice(field_);
    list.emplace();
    at_ = place::numbers;
    return true;
  }

  bool end_array() override {
    at_ = place::entry;
    return true;
  }

  bool number_unsigned(std::uint64_t n) override {
    if (at_ != place::numbers) unexpected("a number");
    std::vector<std::uint64_t>& list = field_ == "shape" ? *shape_ : *offsets_;
    if (list.size() == most_axes) bad_entry("more than 64 axes");
    if (n > std::numeric_limits<std::int64_t>::max()) bad_entry("too large a number");
    list.push_back(n);
    return true;
  }

  bool number_integer(std::int64_t) override { return unexpected("a negative number"); }
  bool number_float(double, const std::string&) override { return unexpected("a fraction"); }
  bool null() override { return unexpected("null"); }
  bool boolean(bool) override { return unexpected("a bool"); }
  bool binary(json::binary_t&) override { return unexpected("binary data"); }
  bool parse_error(std::size_t, const std::string&, const json::exception& e) override {
    throw format_error("has a bad header: " + shortened(e.what()));
  }

 private:
  enum class place { start, header, metadata, entry, numbers, end };

  bool unexpected(const char* what) {
    std::string where = at_ == place::start ? "" : " at " + shortened(name_);
    if (at_ == place::metadata || at_ == place::entry || at_ == place::numbers)
      where += ", " + shortened(field_);
    throw format_error("has a header with " + std::string(what) + where);
  }
  [[noreturn]] void twice(const std::string& name) {
    throw format_error("has " + shortened(name) + " twice in its header");
  }
  [[noreturn]] void bad_entry(const char* why) {
    throw format_error("has a bad entry " + shortened(name_) + ", with " + why);
  }

  void add_entry() {
    if (!tag_) bad_entry("no dtype");
    if (!shape_) bad_entry("no shape");
    if (!offsets_ || offsets_->size() != 2) bad_entry("no data_offsets");
    header_entry entry{
        std::move(*tag_), {shape_->begin(), shape_->end()}, {offsets_->front(), offsets_->back()}};
    if (!result.entries.emplace(name_, std::move(entry)).second) twice(name_);
  }

  place at_ = place::start;
  bool has_metadata_ = false;
  std::string name_;   // of the entry
  std::string field_;  // of the entry, or the name of a piece of metadata
  std::optional<std::string> tag_;
  std::optional<std::vector<std::uint64_t>> shape_;
  std::optional<std::vector<std::uint64_t>> offsets_;
};

}  // namespace

safetensors_header parse_header(std::string_view text) {
  header_reader reader;
  json::sax_parse(text, &reader);
  return std::move(reader.result);
}

}  // namespace optaxx::io
