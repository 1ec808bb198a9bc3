// The grammar of the recipe language: Python's, as far as recipes go.

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/limit_depth.hpp>
#include <tao/pegtl/contrib/parse_tree.hpp>
#include <utility>

#include "recipe/source.hpp"
#include "recipe/syntax.hpp"

namespace optaxx::recipes {
namespace grammar {

using namespace tao::pegtl;

constexpr std::size_t most_nested = 100;

// After logical_lines there are only these between the tokens of a line.
struct space : star<one<' ', '\t'>> {};
struct line_end : sor<eol, eof> {};

template <char... C>
struct mark : seq<string<C...>, space> {};
// A word with a meaning of its own.
template <class... Words>
struct word : seq<sor<Words...>, not_at<identifier_other>, space> {};

struct str_and : TAO_PEGTL_STRING("and") {};
struct str_as : TAO_PEGTL_STRING("as") {};
struct str_else : TAO_PEGTL_STRING("else") {};
struct str_false : TAO_PEGTL_STRING("False") {};
struct str_from : TAO_PEGTL_STRING("from") {};
struct str_if : TAO_PEGTL_STRING("if") {};
struct str_import : TAO_PEGTL_STRING("import") {};
struct str_in : TAO_PEGTL_STRING("in") {};
struct str_is : TAO_PEGTL_STRING("is") {};
struct str_lambda : TAO_PEGTL_STRING("lambda") {};
struct str_none : TAO_PEGTL_STRING("None") {};
struct str_not : TAO_PEGTL_STRING("not") {};
struct str_or : TAO_PEGTL_STRING("or") {};
struct str_true : TAO_PEGTL_STRING("True") {};
struct reserved
    : seq<sor<str_and, str_as, str_else, str_false, str_from, str_if, str_import, str_in, str_is,
              str_lambda, str_none, str_not, str_or, str_true, TAO_PEGTL_STRING("assert"),
              TAO_PEGTL_STRING("async"), TAO_PEGTL_STRING("await"), TAO_PEGTL_STRING("break"),
              TAO_PEGTL_STRING("class"), TAO_PEGTL_STRING("continue"), TAO_PEGTL_STRING("def"),
              TAO_PEGTL_STRING("del"), TAO_PEGTL_STRING("elif"), TAO_PEGTL_STRING("except"),
              TAO_PEGTL_STRING("finally"), TAO_PEGTL_STRING("for"), TAO_PEGTL_STRING("global"),
              TAO_PEGTL_STRING("nonlocal"), TAO_PEGTL_STRING("pass"), TAO_PEGTL_STRING("raise"),
              TAO_PEGTL_STRING("return"), TAO_PEGTL_STRING("try"), TAO_PEGTL_STRING("while"),
              TAO_PEGTL_STRING("with"), TAO_PEGTL_STRING("yield")>,
          not_at<identifier_other>> {};

struct expression;

struct identifier_text : seq<not_at<reserved>, identifier> {};
struct name : identifier_text {};
struct label : identifier_text {};  // of a keyword, an attribute, a parameter
struct constant : seq<sor<str_true, str_false, str_none>, not_at<identifier_other>> {};

struct digits : list<plus<digit>, one<'_'>> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, digits> {};
struct number : seq<sor<seq<digits, opt<one<'.'>, opt<digits>>>, seq<one<'.'>, digits>>,
                    opt<exponent>, not_at<identifier_other>> {};

template <char Quote>
struct short_string
    : seq<one<Quote>, until<one<Quote>, sor<seq<one<'\\'>, any>, not_one<'\\', '\n'>>>> {};
template <char Quote>
struct long_string : seq<string<Quote, Quote, Quote>,
                         until<string<Quote, Quote, Quote>, sor<seq<one<'\\'>, any>, any>>> {};
struct string_piece
    : sor<long_string<'"'>, long_string<'\''>, short_string<'"'>, short_string<'\''>> {};
struct text : list<string_piece, space> {};

struct comma : mark<','> {};
template <class Item>
struct items : opt<list<Item, comma>, opt<comma>> {};

struct spread : seq<mark<'*'>, expression> {};
struct spread_dict : seq<mark<'*', '*'>, expression> {};
struct keyword : seq<label, space, one<'='>, not_at<one<'='>>, space, expression> {};
struct argument : sor<keyword, spread_dict, spread, expression> {};
struct call : seq<mark<'('>, items<argument>, mark<')'>> {};
struct subscript : seq<mark<'['>, expression, mark<']'>> {};
struct attribute : seq<mark<'.'>, label, space> {};
struct trailer : sor<call, subscript, attribute> {};

struct trailing_comma : seq<one<','>, space> {};
struct in_parentheses
    : seq<mark<'('>, opt<list<expression, comma>, opt<trailing_comma>>, mark<')'>> {};
struct list_display : seq<mark<'['>, items<expression>, mark<']'>> {};
struct pair : seq<expression, mark<':'>, expression> {};
struct dict_display : seq<mark<'{'>, items<sor<spread_dict, pair>>, mark<'}'>> {};

struct atom : sor<in_parentheses, list_display, dict_display, seq<number, space>, seq<text, space>,
                  seq<constant, space>, seq<name, space>> {};
struct primary : seq<atom, star<trailer>> {};

struct op_sign : one<'+', '-'> {};
struct signs : star<op_sign, space> {};
struct factor;
struct power : seq<primary, opt<mark<'*', '*'>, factor>> {};
struct factor : seq<signs, power> {};
struct op_term : sor<string<'/', '/'>, one<'/'>, seq<one<'*'>, not_at<one<'*'>>>, one<'%'>> {};
struct term : list<factor, seq<op_term, space>> {};
struct op_sum : one<'+', '-'> {};
struct sum : list<term, seq<op_sum, space>> {};
struct op_comparison : sor<string<'=', '='>, string<'!', '='>, string<'<', '='>, string<'>', '='>,
                           one<'<'>, one<'>'>, seq<word<str_is>, opt<word<str_not>>>, word<str_in>,
                           seq<word<str_not>, word<str_in>>> {};
struct comparison : list<sum, seq<op_comparison, space>> {};
struct op_not : word<str_not> {};
struct negation : seq<star<op_not>, comparison> {};
struct conjunction : list<negation, word<str_and>> {};
struct disjunction : list<conjunction, word<str_or>> {};
struct conditional : seq<disjunction, opt<word<str_if>, disjunction, word<str_else>, expression>> {
};
struct parameter : seq<label, space, opt<mark<'='>, expression>> {};
struct lambda : seq<word<str_lambda>, items<parameter>, mark<':'>, expression> {};
struct expression : sor<lambda, conditional> {};

// Several expressions without parentheses are a tuple.
struct expressions : seq<list<expression, comma>, opt<trailing_comma>> {};
struct target : seq<list<seq<name, space>, comma>, opt<trailing_comma>> {};
struct annotation : seq<mark<':'>, disable<expression>> {};
struct binding : seq<target, opt<annotation>, one<'='>, not_at<one<'='>>, space> {};
struct assignment : seq<plus<binding>, expressions> {};
struct dotted : list<identifier, one<'.'>> {};
struct module : seq<dotted, space> {};
struct alias : seq<word<str_as>, label, space> {};
struct imported : seq<dotted, space, opt<alias>> {};
struct import : seq<word<str_import>, list<imported, comma>> {};
struct import_list : seq<list<imported, comma>, opt<comma>> {};
struct import_from : seq<word<str_from>, dotted, space, word<str_import>,
                         sor<seq<mark<'('>, import_list, mark<')'>>, import_list>> {};
struct expression_statement : expressions {};
struct simple : sor<import, import_from, assignment, expression_statement> {};
struct line : seq<space, opt<list<simple, mark<';'>>, opt<mark<';'>>>> {};
struct file : seq<list<line, eol>, eof> {};

template <class Rule>
using selector = parse_tree::selector<
    Rule,
    parse_tree::store_content::on<
        label, name, constant, number, text, op_sign, op_term, op_sum, op_comparison, op_not,
        spread, spread_dict, keyword, call, subscript, attribute, trailing_comma, in_parentheses,
        list_display, dict_display, parameter, lambda, dotted, imported, import, import_from,
        target, assignment, expression_statement, file>,
    parse_tree::fold_one::on<primary, power, factor, term, sum, comparison, negation, conjunction,
                             disjunction, conditional, expressions>>;

template <class Rule>
struct action : nothing<Rule> {};
template <>
struct action<expression> : limit_depth<most_nested> {};
template <>
struct action<factor> : limit_depth<most_nested> {};

// Remembers how far any rule has come: there the text stopped making sense.
struct progress {
  const char* furthest = nullptr;
};
template <class Rule>
struct control : normal<Rule> {
  template <class Input, class... States>
  static void failure(const Input& in, States&&... states) {
    (note(in, states), ...);
    normal<Rule>::failure(in, states...);
  }

 private:
  template <class Input, class State>
  static void note(const Input& in, State& state) {
    if constexpr (std::is_same_v<State, progress>) {
      state.furthest = std::max(state.furthest, in.current());
    }
  }
};

}  // namespace grammar

namespace {

using tree_node = tao::pegtl::parse_tree::node;

class builder {
 public:
  explicit builder(std::string source) : text_(std::move(source)) {
    result_ = std::make_shared<syntax>();
  }

  std::shared_ptr<const syntax> build() {
    tao::pegtl::memory_input in(text_, "recipe");
    grammar::progress progress{in.current()};
    std::unique_ptr<tree_node> root;
    try {
      root = tao::pegtl::parse_tree::parse<grammar::file, grammar::selector, grammar::action,
                                           grammar::control>(in, progress);
    } catch (const tao::pegtl::parse_error& e) {
      const auto at = e.positions().front().byte;
      throw fault{static_cast<std::uint32_t>(at), "expressions too deep in one another"};
    }
    if (!root) throw unexpected(progress.furthest);
    result_->root = convert(*root->children.front());
    return std::move(result_);
  }

  void keep(std::string_view source) { result_->source = std::string(source); }

 private:
  static bool in_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  fault unexpected(const char* furthest) const {
    std::size_t at = static_cast<std::size_t>(furthest - text_.data());
    while (at < text_.size() && text_[at] == ' ') ++at;
    // Where the rules stopped within a word, the word is what is wrong.
    if (at < text_.size() && in_word(text_[at])) {
      while (at > 0 && in_word(text_[at - 1])) --at;
    }
    const auto where = static_cast<std::uint32_t>(at);
    if (at == text_.size()) return {where, "the text ends too early"};
    if (text_[at] == '\n') return {where, "the line ends too early"};
    std::size_t end = at;
    while (end < text_.size() && in_word(text_[end]) && end - at < 40) ++end;
    const std::string word = text_.substr(at, std::max<std::size_t>(end - at, 1));
    for (const char* other : {"for", "while", "def", "class", "with", "try", "del"}) {
      const std::size_t line = text_.find_first_not_of(" \n", text_.rfind('\n', at) + 1);
      const bool first = text_.compare(line, std::strlen(other), other) == 0 &&
                         !in_word(text_[line + std::strlen(other)]);
      if (word != other && !first) continue;
      return {first ? static_cast<std::uint32_t>(line) : where,
              fmt::format("'{}' is not a part of the recipe language", other)};
    }
    const auto byte = static_cast<unsigned char>(word[0]);
    if (byte < 0x20 || byte > 0x7e) return {where, fmt::format("unexpected byte 0x{:02x}", byte)};
    return {where, fmt::format("unexpected '{}'", word)};
  }

  // A folded node does not know where it stands, its children do.
  std::uint32_t begin_of(const tree_node& n) const {
    if (!n.has_content()) return begin_of(*n.children.front());
    return static_cast<std::uint32_t>(n.m_begin.data - text_.data());
  }
  std::uint32_t end_of(const tree_node& n) const {
    if (!n.has_content()) return end_of(*n.children.back());
    return static_cast<std::uint32_t>(n.m_end.data - text_.data());
  }

  std::uint32_t add(node_type type, std::uint32_t begin, std::uint32_t end,
                    std::vector<std::uint32_t> children = {}) {
    if (result_->nodes.size() == most_nodes)
      throw fault{begin, fmt::format("more than {} expressions", most_nodes)};
    while (end > begin && (text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
    result_->nodes.push_back({type, begin, end, std::move(children)});
    return static_cast<std::uint32_t>(result_->nodes.size() - 1);
  }
  std::uint32_t add(node_type type, const tree_node& n, std::vector<std::uint32_t> children = {}) {
    return add(type, begin_of(n), end_of(n), std::move(children));
  }

  std::vector<std::uint32_t> convert_all(const tree_node& n, std::size_t first = 0) {
    std::vector<std::uint32_t> result;
    for (std::size_t i = first; i < n.children.size(); ++i)
      result.push_back(convert(*n.children[i]));
    return result;
  }

  // name = value: a node at the name.
  std::uint32_t labelled(node_type type, const tree_node& n) {
    return add(type, *n.children[0], convert_all(n, 1));
  }

  std::uint32_t convert_primary(const tree_node& n) {
    std::uint32_t result = convert(*n.children[0]);
    const std::uint32_t begin = begin_of(n);
    for (std::size_t i = 1; i < n.children.size(); ++i) {
      const tree_node& t = *n.children[i];
      std::vector<std::uint32_t> children = convert_all(t);
      if (t.is_type<grammar::attribute>()) {
        result = add(node_type::attribute, *t.children[0], {result});
        continue;
      }
      children.insert(children.begin(), result);
      result = add(t.is_type<grammar::call>() ? node_type::call : node_type::subscript, begin,
                   end_of(t), std::move(children));
    }
    return result;
  }

  // Operators in front of an operand, the innermost last.
  std::uint32_t convert_prefixed(node_type type, const tree_node& n) {
    std::uint32_t result = convert(*n.children.back());
    for (std::size_t i = n.children.size() - 1; i-- > 0;) {
      const std::uint32_t op = convert(*n.children[i]);
      result = add(type, begin_of(*n.children[i]), end_of(n), {op, result});
    }
    return result;
  }

  std::uint32_t convert_parentheses(const tree_node& n) {
    const bool tuple =
        n.children.size() != 1 || n.children.back()->is_type<grammar::trailing_comma>();
    return tuple ? convert_tuple(n) : convert(*n.children[0]);
  }
  std::uint32_t convert_tuple(const tree_node& n) {
    std::vector<std::uint32_t> children;
    for (const auto& child : n.children) {
      if (!child->is_type<grammar::trailing_comma>()) children.push_back(convert(*child));
    }
    return add(node_type::tuple, n, std::move(children));
  }

  std::uint32_t convert_target(const tree_node& n) {
    const bool tuple = n.children.size() != 1;
    return tuple ? convert_tuple(n) : convert(*n.children[0]);
  }

  std::uint32_t convert(const tree_node& n) {
    if (n.is_type<grammar::primary>()) return convert_primary(n);
    if (n.is_type<grammar::factor>()) return convert_prefixed(node_type::unary, n);
    if (n.is_type<grammar::negation>()) return convert_prefixed(node_type::negation, n);
    if (n.is_type<grammar::in_parentheses>()) return convert_parentheses(n);
    if (n.is_type<grammar::expressions>()) return convert_tuple(n);
    if (n.is_type<grammar::target>()) return convert_target(n);
    if (n.is_type<grammar::keyword>()) return labelled(node_type::keyword, n);
    if (n.is_type<grammar::parameter>()) return labelled(node_type::parameter, n);
    for (const auto& [matches, type] : plain_types()) {
      if (matches(n)) return add(type, n, convert_all(n));
    }
    return add(node_type::op, n);
  }

  using plain_type = std::pair<bool (*)(const tree_node&), node_type>;
  template <class Rule>
  static plain_type plain(node_type type) {
    return {[](const tree_node& n) { return n.is_type<Rule>(); }, type};
  }
  static const std::vector<plain_type>& plain_types() {
    static const std::vector<plain_type> types = {
        plain<grammar::name>(node_type::name),
        plain<grammar::number>(node_type::number),
        plain<grammar::text>(node_type::text),
        plain<grammar::constant>(node_type::constant),
        plain<grammar::label>(node_type::name),
        plain<grammar::dotted>(node_type::name),
        plain<grammar::sum>(node_type::binary),
        plain<grammar::term>(node_type::binary),
        plain<grammar::power>(node_type::power),
        plain<grammar::comparison>(node_type::comparison),
        plain<grammar::conjunction>(node_type::conjunction),
        plain<grammar::disjunction>(node_type::disjunction),
        plain<grammar::conditional>(node_type::conditional),
        plain<grammar::lambda>(node_type::lambda),
        plain<grammar::list_display>(node_type::list),
        plain<grammar::dict_display>(node_type::dict),
        plain<grammar::spread>(node_type::spread),
        plain<grammar::spread_dict>(node_type::spread_dict),
        plain<grammar::assignment>(node_type::assignment),
        plain<grammar::imported>(node_type::imported),
        plain<grammar::import>(node_type::import),
        plain<grammar::import_from>(node_type::import_from),
        plain<grammar::expression_statement>(node_type::expression_statement),
        plain<grammar::file>(node_type::statements),
    };
    return types;
  }

  std::string text_;
  std::shared_ptr<syntax> result_;
};

}  // namespace

std::shared_ptr<const syntax> parse(std::string_view source) {
  if (source.size() > most_bytes) throw fault{0, fmt::format("more than {} bytes", most_bytes)};
  builder b(logical_lines(source));
  b.keep(source);
  return b.build();
}

}  // namespace optaxx::recipes
