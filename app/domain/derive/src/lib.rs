//! `#[derive(ReadObject)]` implements serde's `Deserialize` for a struct with named fields. It
//! takes the same attributes as serde's own derive, those that our shapes use, and reads the same
//! texts; but serde writes out for each field of each struct how a name is compared, whether it
//! came twice and what is thrown away when something is wrong. Here that is one function for all
//! structs (`domain::json::members`), and what is written out is where each value goes.
//!
//! Like `domain::json` it reads a struct from an object only, never from a list.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Data, DeriveInput, Error, ExprPath, Field, Fields, Ident, Index, LitStr, Member, Result, Token,
    Type, parse_macro_input, spanned::Spanned as _,
};

/// Reads a struct from an object. See the top of the file.
#[proc_macro_derive(ReadObject, attributes(serde))]
pub fn read_object(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    reader(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// What serde's attributes say of a struct or a field.
#[derive(Default)]
struct Said {
    /// What is not there is made up: by `Default`, or by a function.
    default: Option<Option<ExprPath>>,
    /// The name in the text, where it is another.
    rename: Option<String>,
    /// The module that reads it.
    with: Option<ExprPath>,
    /// Names that are not known are refused.
    strict: bool,
}

fn said(attributes: &[syn::Attribute]) -> Result<Said> {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            let path = || meta.value()?.parse::<LitStr>()?.parse::<ExprPath>();
            if meta.path.is_ident("default") {
                let given = meta.input.peek(Token![=]);
                said.default = Some(if given { Some(path()?) } else { None });
            } else if meta.path.is_ident("with") {
                said.with = Some(path()?);
            } else if meta.path.is_ident("rename") {
                said.rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("skip_serializing_if") {
                // About writing.
                path()?;
            } else if meta.path.is_ident("deny_unknown_fields") {
                said.strict = true;
            } else {
                return Err(meta.error("ReadObject does not know this"));
            }
            Ok(())
        })?;
    }
    Ok(said)
}

/// A field of the struct.
struct Place<'a> {
    member: Member,
    /// What it is called once all are read.
    local: Ident,
    name: String,
    ty: &'a Type,
    said: Said,
}

impl<'a> Place<'a> {
    fn of(at: usize, field: &'a Field) -> Result<Self> {
        let ident = field.ident.clone().ok_or_else(|| Error::new(field.span(), "has no name"))?;
        let said = said(&field.attrs)?;
        let name = said.rename.clone().unwrap_or_else(|| ident.to_string());
        let local = format_ident!("field_{at}");
        Ok(Self { member: ident.into(), local, name, ty: &field.ty, said })
    }

    /// As in serde, an `Option` may be missing where nothing else is said.
    fn may_be_missing(&self) -> bool {
        self.said.default.is_some() || self.said.with.is_none() && is_option(self.ty)
    }

    /// What it is before it is read.
    fn blank(&self) -> TokenStream {
        match &self.said.default {
            Some(Some(made_by)) => quote!(#made_by()),
            _ => quote!(::core::default::Default::default()),
        }
    }

    /// Reads the value that is next in `object` and puts it into `place`.
    fn read(&self, place: &TokenStream, wrap: &TokenStream) -> TokenStream {
        let ty = self.ty;
        let Some(module) = &self.said.with else {
            return quote!(::domain::json::put(#place, object, #wrap));
        };
        quote! {{
            struct With(#ty);
            impl<'de> ::serde::Deserialize<'de> for With {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    #module::deserialize(deserializer).map(With)
                }
            }
            ::domain::json::put(#place, object, |With(value)| #wrap(value))
        }}
    }
}

fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Option")
}

fn reader(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.span(), "ReadObject is for structs"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(input.span(), "ReadObject is for fields with names"));
    };
    if !input.generics.params.is_empty() {
        return Err(Error::new(input.generics.span(), "ReadObject is for one type at a time"));
    }
    let whole = said(&input.attrs)?;
    let fields = fields.named.iter().enumerate();
    let places = fields.map(|(at, field)| Place::of(at, field)).collect::<Result<Vec<_>>>()?;
    // `members` keeps in one word which it has seen.
    if places.len() > 64 {
        return Err(Error::new(input.span(), "ReadObject is for at most 64 fields"));
    }
    let has_blank = whole.default.is_some();
    // Serde would take the field's own, and here the struct's is what there is.
    if let Some(place) = places.iter().find(|place| has_blank && place.said.default.is_some()) {
        return Err(Error::new(
            place.ty.span(),
            "the struct has a default: this one has no effect",
        ));
    }
    // Those that may not be missing come first: `members` counts on it.
    let (needed, others): (Vec<_>, Vec<_>) =
        places.iter().partition(|place| !has_blank && !place.may_be_missing());

    let (start, end) = if has_blank {
        (quote!(let mut blank = Self::default();), quote!(::core::result::Result::Ok(blank)))
    } else {
        around(&needed, &others)
    };
    let reads = needed.iter().chain(&others).enumerate().map(|(at, place)| {
        let (index, member) = (Index::from(at), &place.member);
        let value = quote!(::core::convert::identity);
        let read = match (has_blank, at < needed.len()) {
            (true, _) => place.read(&quote!(&mut blank.#member), &value),
            (false, true) => {
                place.read(&quote!(&mut held.#index), &quote!(::core::option::Option::Some))
            }
            (false, false) => place.read(&quote!(&mut held.#index), &value),
        };
        quote!(#at => #read,)
    });
    let names = needed.iter().chain(&others).map(|place| &place.name);
    let (ident, count, strict) = (&input.ident, needed.len(), whole.strict);
    let expecting = format!("struct {ident}");
    Ok(quote! {
        const _: () = {
            const MEMBERS: ::domain::json::Members = ::domain::json::Members {
                names: &[#(#names),*],
                needed: #count,
                strict: #strict,
            };
            struct Reader;
            impl<'de> ::serde::de::Visitor<'de> for Reader {
                type Value = #ident;
                fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str(#expecting)
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    object: A,
                ) -> ::core::result::Result<Self::Value, A::Error> {
                    #ident::read_members(object)
                }
            }
            impl #ident {
                fn read_members<'de, A: ::serde::de::MapAccess<'de>>(
                    object: A,
                ) -> ::core::result::Result<Self, A::Error> {
                    #start
                    ::domain::json::members(object, &MEMBERS, &mut |at, object| match at {
                        #(#reads)*
                        _ => ::core::result::Result::Ok(()),
                    })?;
                    #end
                }
            }
            impl<'de> ::serde::Deserialize<'de> for #ident {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    deserializer.deserialize_struct(stringify!(#ident), MEMBERS.names, Reader)
                }
            }
        };
    })
}

/// What stands before and after the reading of a struct that has no blank to begin with. All
/// values are held in one: wherever something is wrong, one thing is thrown away.
fn around(needed: &[&Place<'_>], others: &[&Place<'_>]) -> (TokenStream, TokenStream) {
    let needed_types = needed.iter().map(|place| place.ty);
    let other_types = others.iter().map(|place| place.ty);
    let nothing = needed.iter().map(|_| quote!(::core::option::Option::None));
    let blanks = others.iter().map(|place| place.blank());
    let start = quote! {
        let mut held: (#(::core::option::Option<#needed_types>,)* #(#other_types,)*) =
            (#(#nothing,)* #(#blanks,)*);
    };
    let needed_locals: Vec<_> = needed.iter().map(|place| &place.local).collect();
    let other_locals: Vec<_> = others.iter().map(|place| &place.local).collect();
    let members = needed.iter().chain(others).map(|place| &place.member);
    let all_locals = needed_locals.iter().chain(&other_locals);
    // `members` has said so already where one is missing.
    let or_else = (!needed.is_empty()).then(|| {
        quote! {
            else { return ::core::result::Result::Err(::serde::de::Error::missing_field("")) }
        }
    });
    let end = quote! {
        let (#(::core::option::Option::Some(#needed_locals),)* #(#other_locals,)*) = held #or_else;
        ::core::result::Result::Ok(Self { #(#members: #all_locals,)* })
    };
    (start, end)
}
