package swf

// ListTagsForResourceInput is the request of ListTagsForResource. lists the resource tags of a domain.
type ListTagsForResourceInput struct {
	// ResourceARN: required; 1 to 1600 characters.
	ResourceARN string `json:"resourceArn" swf:"required,1..1600"`
}

// NewListTagsForResourceInput returns a request with the required members set; set the optional ones on the value.
func NewListTagsForResourceInput(resourceARN string) *ListTagsForResourceInput {
	return &ListTagsForResourceInput{ResourceARN: resourceARN}
}

// ListTagsForResourceOutput is the reply to ListTagsForResource.
type ListTagsForResourceOutput struct {
	Response `json:"-"`
	// Tags: optional.
	Tags []ResourceTag `json:"tags,omitempty"`
}

// TagResourceInput is the request of TagResource. adds or overwrites resource tags of a domain.
type TagResourceInput struct {
	// ResourceARN: required; 1 to 1600 characters.
	ResourceARN string `json:"resourceArn" swf:"required,1..1600"`
	// Tags: required.
	Tags []ResourceTag `json:"tags" swf:"required"`
}

// NewTagResourceInput returns a request with the required members set; set the optional ones on the value.
func NewTagResourceInput(resourceARN string, tags []ResourceTag) *TagResourceInput {
	return &TagResourceInput{ResourceARN: resourceARN, Tags: tags}
}

// TagResourceOutput is the reply to TagResource. It has no members: the body is empty.
type TagResourceOutput struct {
	Response `json:"-"`
}

// UntagResourceInput is the request of UntagResource. removes resource tags of a domain.
type UntagResourceInput struct {
	// ResourceARN: required; 1 to 1600 characters.
	ResourceARN string `json:"resourceArn" swf:"required,1..1600"`
	// TagKeys: required.
	TagKeys []string `json:"tagKeys" swf:"required,item=1..128"`
}

// NewUntagResourceInput returns a request with the required members set; set the optional ones on the value.
func NewUntagResourceInput(resourceARN string, tagKeys []string) *UntagResourceInput {
	return &UntagResourceInput{ResourceARN: resourceARN, TagKeys: tagKeys}
}

// UntagResourceOutput is the reply to UntagResource. It has no members: the body is empty.
type UntagResourceOutput struct {
	Response `json:"-"`
}
